"""看板: which days of two years are set side by side, and how a change is said. No law orders it; nothing here is stored."""
