"""The flexible block, by HiGHS: `python -m homeroom.rotation.solvers.block_main INSTANCE PLAN`."""
