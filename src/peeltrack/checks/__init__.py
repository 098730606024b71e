"""What ``peeltrack check`` reports: which files it reads, and what is wrong with them.

It may import the store, the analysis and the model.
"""
