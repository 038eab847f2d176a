"""Pages of the workbench: 领导看板."""
