"""Made-up surveys: who is asked, who answers what, and how far the answers truly hang together."""
