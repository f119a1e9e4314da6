"""`python -m hikcorpus` is the same as `hikcorpus`."""

from hikcorpus.cli import main

if __name__ == "__main__":
    main()
