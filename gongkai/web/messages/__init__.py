"""Messages from the public: questions, complaints, suggestions, reports, requests for help; registered, assigned, answered, published."""
