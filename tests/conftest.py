import os

from hypothesis import HealthCheck, settings

# The same cases on every machine and in every run: a red test can be repeated.
# CONVCALC_EXAMPLES=5000 looks further.
settings.register_profile(
    "fixed",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=int(os.environ.get("CONVCALC_EXAMPLES", "40")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("fixed")
