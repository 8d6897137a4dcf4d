"""Its place puts tests/ on the import path: several rooms' tests share ledger_table."""
