"""One module per command: the model goes in, a Document with what to show comes out.

It may import the formats' document, the checks, the analysis, the store and the model.
"""
