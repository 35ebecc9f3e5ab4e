-- Who owns what. Nobody can log in as any of these: tables belong to cabildo_owner, the three doors run as
-- cabildo_door, and every laptop's own login is a member of cabildo_desk, which may knock at the doors and nothing else.
DO $$
DECLARE
    v_role text;
BEGIN
    FOREACH v_role IN ARRAY ARRAY['cabildo_owner', 'cabildo_door', 'cabildo_desk'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = v_role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', v_role);
        END IF;
    END LOOP;
    -- An ordinary administrator acts as the owners while setting up; a superuser may anyway.
    FOREACH v_role IN ARRAY ARRAY['cabildo_owner', 'cabildo_door'] LOOP
        IF NOT pg_has_role(current_user, v_role, 'MEMBER')
           OR NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
            EXECUTE format('GRANT %I TO CURRENT_USER', v_role);
        END IF;
    END LOOP;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO cabildo_desk', current_database());
    EXECUTE format('GRANT CREATE ON DATABASE %I TO cabildo_owner', current_database());
    -- Before version 15 anybody may make tables in the public schema; only its owner can change that.
    IF pg_has_role(current_user, (SELECT nspowner FROM pg_namespace WHERE nspname = 'public'), 'MEMBER') THEN
        REVOKE ALL ON SCHEMA public FROM PUBLIC;
    END IF;
    -- Large objects are nobody's table: without this any login may fill the disk with them. A superuser's to close.
    IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        REVOKE EXECUTE ON FUNCTION lo_creat(int), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;
    END IF;
END
$$;
