"""办理备注 and 关注 on the workbench."""
