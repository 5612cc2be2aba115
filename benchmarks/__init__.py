"""A benchmark on open data alone, in which any program can stand: python -m benchmarks (docs/benchmark.md)."""
