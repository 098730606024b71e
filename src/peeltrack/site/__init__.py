"""The static web site: pages made of the blocks of the views, with links between them.

It may import everything but the checks, the export and the command line.
"""
