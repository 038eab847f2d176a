"""Search in Chinese over everything public: one index, two engines."""
