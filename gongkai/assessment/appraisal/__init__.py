"""Rules of assessment, appraisal, complaints."""
