"""How a public organ answers the public: messages, concerns, consultations, proposals. Rules without a database."""
