"""What a person sees while work goes on, or reads later in the log. Never message text, never an identifier."""

from hikcorpus.log.logfile import logged
from hikcorpus.log.progress import Progress, Silent, progress

__all__ = ["Progress", "Silent", "logged", "progress"]
