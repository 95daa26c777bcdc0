"""Questions to customers: asked in one link, answered by him or by a clerk, and the letters that carry the link."""
