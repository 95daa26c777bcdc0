"""Orders as they come in: lines, holds, money, pages of them, and what shops sent."""
