"""Erase one child from everything: packages, files, database residue; and the certificate of it."""
