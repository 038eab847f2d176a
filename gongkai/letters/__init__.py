"""Official documents from data: 呈批单, 通报, 清单 as DOCX and PDF (GB/T 9704—2012 where it applies)."""
