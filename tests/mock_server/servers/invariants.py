"""What holds in every database between two transactions, whatever happened to the servers: SQL that finds what breaks it."""

INVARIANTS = {
    "an identity belongs to a user who is there": """
        SELECT identities.id FROM identities LEFT JOIN users ON users.id = identities.user_id
        WHERE users.id IS NULL OR users.state = 'tombstone'""",
    "a user who is there has an identity": """
        SELECT id FROM users WHERE state = 'active'
        AND NOT EXISTS (SELECT 1 FROM identities WHERE identities.user_id = users.id)""",
    "who was absorbed was so once, and a record says by whom": """
        SELECT id FROM users WHERE state = 'tombstone' AND 1 <> (SELECT count(*) FROM merges
        WHERE merges.absorbed_id = users.id AND merges.survivor_id = users.merged_into)""",
    "who was absorbed stands among the ids of who absorbed them": """
        SELECT id FROM users WHERE state = 'tombstone' AND NOT EXISTS (SELECT 1 FROM users AS survivors
        WHERE survivors.id = users.merged_into AND survivors.absorbed_ids LIKE '%' || users.id || '%')""",
    "a record of a merge has its tombstone": """
        SELECT merges.id FROM merges LEFT JOIN users ON users.id = merges.absorbed_id
        WHERE users.state IS NULL OR users.state <> 'tombstone'""",
    "a merge was confirmed once": """
        SELECT id FROM merges WHERE 1 <> (SELECT count(*) FROM bindings WHERE state = 'confirmed'
        AND ((issuer_user_id = survivor_id AND redeemer_user_id = absorbed_id)
          OR (issuer_user_id = absorbed_id AND redeemer_user_id = survivor_id)))""",
    "a confirmed binding has made one user of two": """
        SELECT id FROM bindings WHERE state = 'confirmed' AND NOT EXISTS (SELECT 1 FROM merges
        WHERE (issuer_user_id = survivor_id AND redeemer_user_id = absorbed_id)
           OR (issuer_user_id = absorbed_id AND redeemer_user_id = survivor_id))""",
    "a binding has what its state needs": """
        SELECT id FROM bindings WHERE (state = 'issued' AND redeemer_user_id <> '')
        OR (state IN ('pending', 'accepted', 'confirmed') AND redeemer_user_id = '')
        OR (state IN ('accepted', 'confirmed') AND number = '')""",
    "a live session belongs to the user of the identity that signed in": """
        SELECT sessions.id FROM sessions LEFT JOIN identities ON identities.id = sessions.identity_id
        WHERE ended_ms = 0 AND (identities.id IS NULL OR identities.user_id <> sessions.user_id)""",
    "a session was signed in once": """
        SELECT id FROM sessions WHERE 1 <> (SELECT count(*) FROM audit
        WHERE event = 'signed_in' AND audit.subject = sessions.id)""",
    "a session has come as far as the log says: one for each rotation, two for each link": """
        SELECT id FROM sessions WHERE ended_ms = 0 AND counter <> 1
        + (SELECT count(*) FROM audit WHERE event = 'refreshed' AND audit.subject = sessions.id)
        + 2 * (SELECT count(*) FROM bindings WHERE state = 'confirmed'
               AND sessions.id IN (issuer_session_id, redeemer_session_id))""",
}

# One statement, so that all is seen at the same moment.
EVERYTHING_BROKEN = "\nUNION ALL\n".join(
    f"SELECT '{name.replace(chr(39), chr(39) * 2)}' AS broken, id FROM ({sql}) AS found"
    for name, sql in INVARIANTS.items()
)
