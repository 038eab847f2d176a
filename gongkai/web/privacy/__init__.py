"""Personal data: encrypted in the database, masked on lists, never in logs (《个人信息保护法》第五十一条)."""
