"""The pages in the language of whoever reads them: templates, sentences of the centre, money and time."""
