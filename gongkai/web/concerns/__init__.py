"""Answers to public concern, and the meetings with the public: press conferences, interviews, expert meetings, broadcasts."""
