"""Answers to what the public is concerned about, and meetings with it: rules without Django.

Sources: 国办发〔2016〕61号（政务舆情回应）, 国办发〔2016〕80号, 《条例》第二十三条, 国办发〔2017〕47号.
"""
