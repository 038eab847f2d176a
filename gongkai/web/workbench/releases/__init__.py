"""Pages of the workbench: releases."""
