# Reads the sheet data of a workbook with openpyxl, read-only: the peer of a
# benchmark. Prints how many cells it found.
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1], read_only=True)
print(sum(cell is not None for row in book["data"].iter_rows(values_only=True) for cell in row))
