"""The static web site: pages made of the blocks of the views, with links between them.

It may import everything but the checks and the command line.
"""
