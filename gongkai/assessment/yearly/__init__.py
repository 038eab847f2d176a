"""The yearly assessment (工作考核，《条例》第四十六条): score tables, points, sums, grades and ranks.

Weights are local: no law sets them. The table that comes with the program is an offer to be edited.
"""
