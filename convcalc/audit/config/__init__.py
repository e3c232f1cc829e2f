"""The project file: which networks are audited, and against what."""

from convcalc.audit.config.find import config_near, read_config_file
from convcalc.audit.config.model import Config, Pattern

__all__ = ["Config", "Pattern", "config_near", "read_config_file"]
