-- Columns of chunks may be packed from here on: a BLOB shorter than eight bytes a row. Older programs would call such chunks damaged, so
-- this step, which changes no table, keeps them out. What is stored stays as it is and is packed when it is written the next time.
SELECT 1;
