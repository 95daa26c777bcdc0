"""The words of the screens: templates, sentences, times, tones, products and buttons."""
