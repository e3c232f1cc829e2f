"""Networks as they were in a revision of git, so that no other baseline need be kept.

git         running git
repository  which repository, and which commit is meant
objects     what git keeps, from one process
tree        the files of a commit
revision    these as files that networks are read from
"""

from convcalc.audit.revision.problem import RevisionError
from convcalc.audit.revision.repository import Repository
from convcalc.audit.revision.revision import Revision

__all__ = ["Repository", "Revision", "RevisionError"]
