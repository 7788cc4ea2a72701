"""How the database is emptied after a test that committed: row by row where rows stand, and nowhere else.

Django's ``flush`` truncates every table, and afterwards writes its content types and permissions anew, which takes
longer than most tests. Here the tables that hold rows are named by one question and emptied in one transaction; what
Django itself wrote when it laid out the database stays as it is.
"""

from django.db import connection, transaction

LAID_OUT = {"django_content_type", "auth_permission"}  # no test writes them, and nothing of ours reads them


def empty() -> None:
    """Delete every row of every model; references are checked when all are gone."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    named = [(table, connection.ops.quote_name(table)) for table in tables if table not in LAID_OUT]
    held = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quoted})" for table, quoted in named
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(held)
        for (table,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
