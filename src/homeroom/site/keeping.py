"""placeholder"""


def listed() -> list[str]:
    return []
