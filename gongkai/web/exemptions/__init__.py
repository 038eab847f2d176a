"""The exemption wizard's answers, and the yearly re-assessment of what is withheld (《条例》第十四条至第十八条)."""
