CREATE TABLE schema_version (
  version    INTEGER PRIMARY KEY,
  created_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) STRICT;

INSERT INTO schema_version (version) VALUES (1);

-- Every event of every resource, in the order of their commits. Rows are never removed.
CREATE TABLE event (
  revision            INTEGER PRIMARY KEY, -- place in the whole log, from 1 without gaps; given by the one writer, so no AUTOINCREMENT
  persistence_id      TEXT    NOT NULL,    -- the resource: kind|self-link
  seq                 INTEGER NOT NULL,    -- place in the resource's own log, from 1 without gaps
  at                  INTEGER NOT NULL,    -- microseconds since 1970, UTC: small, sorts, and subtracts; the view "log" shows it as text
  kind                TEXT,                -- namespace, service, deployment, pod, node; null for the bookkeeping of Akka itself
  namespace           TEXT,                -- '' for a node
  type                TEXT    NOT NULL,    -- the event's stored name, as in pod.PodPlaced
  principal           TEXT,                -- who began the chain of causes
  request             TEXT,                -- the API request that began it
  parent_id           TEXT,                -- the event that led to this one: its resource
  parent_seq          INTEGER,             -- ... and its number there
  writer              TEXT    NOT NULL,    -- the incarnation of the actor that wrote it
  adapter             TEXT,                -- manifest of Akka's event adapter
  serializer          INTEGER NOT NULL,    -- Akka serializer id of the payload; its manifest is the type
  payload             BLOB    NOT NULL,    -- CBOR
  metadata            BLOB,                -- Akka's metadata of replicated entities, with its serializer and manifest
  metadata_serializer INTEGER,
  metadata_manifest   TEXT,
  deleted             INTEGER NOT NULL DEFAULT 0, -- 1: no longer replayed to the actor, still part of the history
  link                TEXT GENERATED ALWAYS AS (CASE WHEN kind IS NOT NULL THEN substr(persistence_id, length(kind) + 2) END) VIRTUAL
) STRICT;

CREATE UNIQUE INDEX event_by_resource ON event (persistence_id, seq);

CREATE INDEX event_by_request ON event (request) WHERE request IS NOT NULL;

CREATE INDEX event_by_principal ON event (principal) WHERE principal IS NOT NULL;

CREATE INDEX event_by_namespace ON event (namespace, kind) WHERE kind IS NOT NULL;

CREATE INDEX event_by_kind ON event (kind) WHERE kind IS NOT NULL;

CREATE INDEX event_by_time ON event (at);

CREATE TABLE snapshot (
  persistence_id      TEXT    NOT NULL,
  seq                 INTEGER NOT NULL, -- the last event that went into the state
  at                  INTEGER NOT NULL, -- microseconds since 1970, UTC
  type                TEXT    NOT NULL, -- the state's stored name
  serializer          INTEGER NOT NULL,
  payload             BLOB    NOT NULL,
  metadata            BLOB,
  metadata_serializer INTEGER,
  metadata_manifest   TEXT,
  PRIMARY KEY (persistence_id, seq)
) STRICT;

-- One row that a journal which could not write tries to change, to learn whether it can again.
CREATE TABLE probe (
  at INTEGER NOT NULL
) STRICT;

INSERT INTO probe (at) VALUES (0);

-- The log for people.
CREATE VIEW log AS
SELECT
  revision,
  strftime('%Y-%m-%dT%H:%M:%S', at / 1000000, 'unixepoch') || printf('.%06dZ', at % 1000000) AS at,
  kind,
  link,
  seq,
  type,
  principal,
  request,
  CASE WHEN parent_id IS NOT NULL THEN parent_id || '#' || parent_seq END AS parent
FROM event
WHERE kind IS NOT NULL;

