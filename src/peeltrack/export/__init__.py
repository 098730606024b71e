"""The whole data set for other tools: tables with keys, as a database, a spreadsheet or a folder of CSV.

It may import the model, analysis, store and views, and the colours of formats. Only ``spreadsheet`` imports
xlsxwriter.
"""
