"""Signed notes, signers and the officer root: who may sign what, when. Knows no Merkle tree."""
