"""Worlds of known truth, each with one question: does what homeroom works out come near the truth?"""
