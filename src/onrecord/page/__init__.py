"""The verification page: one HTML file that checks a receipt in a browser, without any network."""
