-- The server's own tables, beside those of the record. All keys begin with the city, for the day the database is cut
-- by city.
CREATE TABLE IF NOT EXISTS app.server (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    epoch uuid NOT NULL DEFAULT gen_random_uuid(),   -- another one after every restore from a backup
    made_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO app.server DEFAULT VALUES ON CONFLICT DO NOTHING;

-- One line a desk: its login, where its chain stands. A laptop that begins a new chain gets a second line.
CREATE TABLE IF NOT EXISTS app.server_desk (
    city_id varchar(40) NOT NULL,
    desk_id varchar(36) NOT NULL,
    login name NOT NULL,
    district_id varchar(36),
    label text NOT NULL,
    capacity text NOT NULL DEFAULT 'facilitator',
    head_seq bigint NOT NULL DEFAULT 0,
    head_hash varchar(64) NOT NULL DEFAULT repeat('0', 64),
    enrolled_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz,
    -- How often it was given another district or role: its laptop then asks for everything again.
    sight int NOT NULL DEFAULT 0,
    PRIMARY KEY (city_id, desk_id)
);
ALTER TABLE app.server_desk ADD COLUMN IF NOT EXISTS sight int NOT NULL DEFAULT 0;
CREATE INDEX IF NOT EXISTS ix_server_desk_login ON app.server_desk (login, desk_id);
-- The public halves of the laptop's keys, by which a file on a stick is known to be its own; and until when the enrolment
-- file is good, for a laptop that never came with it.
ALTER TABLE app.server_desk ADD COLUMN IF NOT EXISTS seal text, ADD COLUMN IF NOT EXISTS expires_at timestamptz;

-- The role before, where a login became a head's, and when its laptop was told: what it wrote until then and had not sent
-- counts as written in that role.
ALTER TABLE app.server_desk ADD COLUMN IF NOT EXISTS former text, ADD COLUMN IF NOT EXISTS role_told_at timestamptz;

-- The city's own keys for files on sticks: `public` is told to every laptop, the other two are for whoever looks after
-- the database. They are no secret before her, who reads what the sticks bring anyway.
CREATE TABLE IF NOT EXISTS app.server_centre (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    signing text NOT NULL,
    opening text NOT NULL,
    public text NOT NULL
);

-- What laptops hold of a chain beyond what this database has of it, since it came back from a backup, or by the file of
-- the laptop beside. `wanted_at`: the administrator asked that one for it.
CREATE TABLE IF NOT EXISTS app.server_held (
    city_id varchar(40) NOT NULL,
    desk_id varchar(36) NOT NULL,
    holder name NOT NULL,
    last_seq bigint NOT NULL,
    hash varchar(64) NOT NULL,
    told_at timestamptz NOT NULL DEFAULT now(),
    wanted_at timestamptz,
    PRIMARY KEY (city_id, desk_id, holder)
);
-- `believed`: the administrator named this holder, so that what others told does not bind it. `contradicted_at`: what it
-- sent was not what it or another one had told, and nothing of it was taken.
ALTER TABLE app.server_held ADD COLUMN IF NOT EXISTS believed boolean NOT NULL DEFAULT false,
    ADD COLUMN IF NOT EXISTS contradicted_at timestamptz;

CREATE TABLE IF NOT EXISTS app.server_counter (
    city_id varchar(40) PRIMARY KEY,
    commit_no bigint NOT NULL DEFAULT 0
);

-- One line a push: a run of one desk's chain, under one commit number. Entries are pulled in the order of these.
CREATE TABLE IF NOT EXISTS app.server_push (
    city_id varchar(40) NOT NULL,
    commit_no bigint NOT NULL,
    desk_id varchar(36) NOT NULL,
    first_seq bigint NOT NULL,
    last_seq bigint NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    district_id varchar(36),  -- its desk's on that day: a laptop may go to another district, what it wrote does not
    PRIMARY KEY (city_id, commit_no)
);
CREATE INDEX IF NOT EXISTS ix_server_push_desk ON app.server_push (city_id, desk_id, last_seq);
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM information_schema.columns WHERE table_schema = 'app' AND table_name = 'server_push'
                   AND column_name = 'district_id') THEN
        ALTER TABLE app.server_push ADD COLUMN district_id varchar(36);
        UPDATE app.server_push p SET district_id = d.district_id FROM app.server_desk d
        WHERE d.city_id = p.city_id AND d.desk_id = p.desk_id;
    END IF;
    -- The name of whoever wrote is told by a person, and a laptop of before did not bound it.
    IF (SELECT data_type FROM information_schema.columns WHERE table_schema = 'app' AND table_name = 'entry'
        AND column_name = 'actor') <> 'text' THEN
        ALTER TABLE app.entry ALTER COLUMN actor TYPE text;
    END IF;
END
$$;

-- Entries that are in the journal and not, or not wholly, in the state: `stored` may be folded one day (the row was
-- not created yet, the field is not known here yet), `quarantined` waits for a person.
CREATE TABLE IF NOT EXISTS app.server_aside (
    city_id varchar(40) NOT NULL,
    desk_id varchar(36) NOT NULL,
    desk_seq bigint NOT NULL,
    noun varchar(40) NOT NULL,
    row_id varchar(36) NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('stored', 'quarantined')),
    reason text NOT NULL,
    told_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (city_id, desk_id, desk_seq)
);
DROP INDEX IF EXISTS app.ix_server_aside_waiting;
CREATE INDEX IF NOT EXISTS ix_server_aside_row ON app.server_aside (city_id, noun, row_id);
-- What waits for its row: each push asks whether anything does, before it looks for what.
CREATE INDEX IF NOT EXISTS ix_server_aside_waits ON app.server_aside (city_id)
    WHERE reason IN ('row_unknown', 'too_many_waiting');

-- Entries whose clock was more than five minutes ahead of ours: the fold goes by this time instead of theirs.
CREATE TABLE IF NOT EXISTS app.server_stamp (
    city_id varchar(40) NOT NULL,
    desk_id varchar(36) NOT NULL,
    desk_seq bigint NOT NULL,
    hlc varchar(60) NOT NULL,
    told_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (city_id, desk_id, desk_seq)
);

-- Fields that were erased by law: every copy of them, here and on every desk, becomes a commitment. `before` is the
-- last entry of the erasing desk that was written before the erasure; what it wrote from then on says nothing of her.
CREATE TABLE IF NOT EXISTS app.server_redaction (
    city_id varchar(40) NOT NULL,
    desk_id varchar(36) NOT NULL,
    desk_seq bigint NOT NULL,
    noun varchar(40) NOT NULL,
    row_id varchar(36) NOT NULL,
    fields text[] NOT NULL,
    before bigint NOT NULL,
    hlc varchar(60) NOT NULL,
    commit_no bigint,
    PRIMARY KEY (city_id, desk_id, desk_seq, noun, row_id)
);
CREATE INDEX IF NOT EXISTS ix_server_redaction_row ON app.server_redaction (city_id, noun, row_id);
CREATE INDEX IF NOT EXISTS ix_server_redaction_commit ON app.server_redaction (city_id, commit_no);

-- Which fields are known here, and the register each belongs to. Filled from the program's own tables, each time anew.
DROP TABLE IF EXISTS app.server_register;
CREATE TABLE app.server_register (
    noun varchar(40) NOT NULL,
    field varchar(40) NOT NULL,
    register varchar(40) NOT NULL,
    kind text NOT NULL,      -- what its values are in JSON: string, number, boolean, any
    pattern text,            -- how the string is written: PostgreSQL itself reads 'yesterday' as a date
    longest int,
    needed boolean NOT NULL, -- a row cannot be without it
    personal boolean NOT NULL, -- it tells who somebody is, or may: never for the laptop of a head
    erasable boolean NOT NULL, -- it may be erased by law
    PRIMARY KEY (noun, field)
);

-- Whose a row is, from the program's own list (db/belonging.py), each time anew: `districts` is an expression over the
-- noun's table as `t`, an array of districts.
DO $$
BEGIN
    -- Until then a row that came into a district later was told there without all of its past: its laptops ask once more.
    IF to_regclass('app.server_belonging') IS NOT NULL AND to_regproc('app.brought_in') IS NULL THEN
        UPDATE app.server_desk SET sight = sight + 1 WHERE district_id IS NOT NULL;
    END IF;
END
$$;
DROP TABLE IF EXISTS app.server_belonging;
CREATE TABLE app.server_belonging (
    noun varchar(40) PRIMARY KEY,
    districts text NOT NULL,
    own_field varchar(40),           -- in which the row names its district itself
    everybodys boolean NOT NULL,     -- every laptop reads it
    anybody_writes boolean NOT NULL, -- whoever it is, where it is told of no district
    founded_by_all boolean NOT NULL  -- who wrote it first has no more right to it than others
);
-- The fields by which a row is put among those of another.
DROP TABLE IF EXISTS app.server_hop;
CREATE TABLE app.server_hop (
    noun varchar(40) NOT NULL,
    field varchar(40) NOT NULL,
    other varchar(40) NOT NULL,
    PRIMARY KEY (noun, field)
);

DO $$
BEGIN
    -- What a handful of entries does to one row: its winning creation and its winning edits.
    IF to_regtype('app.server_delta') IS NULL THEN
        CREATE TYPE app.server_delta AS (row_id text, made_hlc text, made jsonb, edits jsonb, edit_clocks jsonb);
    END IF;
END
$$;

-- What the laptops search by, and nobody here: an index that every push fills and no question reads.
DROP INDEX IF EXISTS app.ix_resident_document, app.ix_resident_email, app.ix_resident_phone, app.ix_presence_match_id;
