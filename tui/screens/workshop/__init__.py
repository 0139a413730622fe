"""設定: an organisation changes its own steps without code: a start list, the tables, rules, letters, publishing."""
