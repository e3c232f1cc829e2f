"""What CI systems read: JUnit, SARIF, GitLab's code quality, GitHub's annotations and summary."""
