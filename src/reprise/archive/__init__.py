"""The committed records: small enough to keep, and all that a report needs."""
