"""Ed-Fi's XML interchanges (Data Standard 5): assessments, their items and standards, as rows that intake can judge."""
