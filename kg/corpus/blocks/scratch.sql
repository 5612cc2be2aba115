-- The tables of a run that links a corpus: what each article tells, what meets what, and what is one.

PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -128000;
CREATE TABLE shard (number INTEGER PRIMARY KEY, nodes BLOB);
CREATE TABLE node (name TEXT PRIMARY KEY, is_several INTEGER, data BLOB) WITHOUT ROWID;
CREATE TABLE article (name TEXT PRIMARY KEY, day TEXT, days BLOB, words BLOB, names BLOB);
CREATE TABLE entity (
    node TEXT, source TEXT, article TEXT, item TEXT, is_bare INTEGER, is_full INTEGER, keys BLOB, data BLOB,
    PRIMARY KEY (node, source)
) WITHOUT ROWID;
CREATE INDEX of_source ON entity (source);
CREATE TABLE event (node TEXT, article TEXT, data BLOB);
CREATE TABLE unit (
    id INTEGER PRIMARY KEY, kind TEXT, node TEXT, article TEXT, data BLOB, part INTEGER, cluster INTEGER,
    UNIQUE (kind, node, article)
);
CREATE INDEX of_unit ON unit (article, kind);
CREATE TABLE standing (id INTEGER PRIMARY KEY, is_many INTEGER, data BLOB);
CREATE TABLE key (key TEXT, id INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE TABLE window (name TEXT, member TEXT, PRIMARY KEY (name, member)) WITHOUT ROWID;
CREATE INDEX of_member ON window (member);
CREATE TABLE home (article TEXT PRIMARY KEY, window TEXT);
CREATE INDEX of_home ON home (window);
CREATE TABLE near (
    one TEXT, other TEXT, words REAL, names REAL, window TEXT, circle REAL, PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX of_window ON near (window);
CREATE INDEX of_other ON near (other);
CREATE TABLE pair (
    one INTEGER, other INTEGER, kind TEXT, score REAL, features BLOB, PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE TABLE sure (one INTEGER, other INTEGER, kind TEXT, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE denied (one INTEGER, other INTEGER, features BLOB, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE cluster (id INTEGER PRIMARY KEY, name TEXT, size INTEGER, score REAL, evidence BLOB);
