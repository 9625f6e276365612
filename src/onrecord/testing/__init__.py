"""Worlds for tests: memory stores, faults, scenario builders."""
