"""What the cases share: networks of processes, faults put on them, load, and the checker."""
