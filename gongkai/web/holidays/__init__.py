"""Holiday notices that an office enters, the calendar in force, and what it changes for open deadlines."""
