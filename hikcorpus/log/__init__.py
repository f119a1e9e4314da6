"""What a person sees while work goes on. Never message text, never an identifier."""

from hikcorpus.log.progress import Progress, Silent, progress

__all__ = ["Progress", "Silent", "progress"]
