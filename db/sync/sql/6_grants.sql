-- Who may do what. Nothing is left to defaults: every table is closed by row security, forced on its owner too, and
-- open through a policy to the two roles nobody can log in as. Policies for readers (secretary, head) come beside these.
DO $$
DECLARE
    v_table text; -- or a login
    v_function regprocedure;
BEGIN
    FOR v_table IN SELECT tablename FROM pg_tables WHERE schemaname = 'app' LOOP
        EXECUTE format('ALTER TABLE app.%I OWNER TO cabildo_owner', v_table);
        EXECUTE format('REVOKE ALL ON app.%I FROM PUBLIC, cabildo_door, cabildo_desk', v_table);
        EXECUTE format('ALTER TABLE app.%I ENABLE ROW LEVEL SECURITY', v_table);
        EXECUTE format('ALTER TABLE app.%I FORCE ROW LEVEL SECURITY', v_table);
        EXECUTE format('DROP POLICY IF EXISTS owner ON app.%I', v_table);
        EXECUTE format('CREATE POLICY owner ON app.%I TO cabildo_owner USING (true) WITH CHECK (true)', v_table);
        EXECUTE format('DROP POLICY IF EXISTS door ON app.%I', v_table);
        EXECUTE format('CREATE POLICY door ON app.%I TO cabildo_door USING (true) WITH CHECK (true)', v_table);
        EXECUTE format('GRANT SELECT ON app.%I TO cabildo_door', v_table);
    END LOOP;
    FOR v_table IN SELECT DISTINCT noun FROM app.server_register LOOP
        EXECUTE format('GRANT INSERT, UPDATE, DELETE ON app.%I TO cabildo_door', v_table);
    END LOOP;
    -- The journal and the pushes are only ever added to; what was erased by law becomes its commitment.
    GRANT INSERT ON app.entry, app.server_push, app.server_stamp, app.server_redaction TO cabildo_door;
    GRANT UPDATE (fields, salts, sealed) ON app.entry TO cabildo_door;
    GRANT UPDATE (commit_no) ON app.server_redaction TO cabildo_door;
    GRANT INSERT ON app.server_desk TO cabildo_door;
    GRANT INSERT, UPDATE ON app.server_counter TO cabildo_door;
    GRANT UPDATE (head_seq, head_hash, seal, role_told_at) ON app.server_desk TO cabildo_door;
    GRANT INSERT, UPDATE, DELETE ON app.server_aside, app.server_held TO cabildo_door;
    -- What opens the files on sticks is the administrator's; the doors only tell for which key they are closed.
    REVOKE SELECT ON app.server_centre FROM cabildo_door;
    GRANT SELECT (public) ON app.server_centre TO cabildo_door;
    FOR v_function IN SELECT oid FROM pg_proc WHERE pronamespace = 'app'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO cabildo_door', v_function);
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', v_function);
    END LOOP;
    GRANT EXECUTE ON FUNCTION app.hello(int, text, text, text, text, json), app.push(text, bigint, text, json),
        app.push(text, bigint, bigint, text, text),
        app.pull(text, bigint, text, bigint, int) TO cabildo_desk;
    REVOKE CREATE ON SCHEMA app FROM cabildo_door;
    -- So that the doors may end the session of a login that holds up all others; of those that were made before.
    FOR v_table IN SELECT DISTINCT d.login FROM app.server_desk d JOIN pg_roles r ON r.rolname = d.login
                   WHERE NOT pg_has_role('cabildo_door', r.oid, 'MEMBER') LOOP
        BEGIN
            EXECUTE format('GRANT %I TO cabildo_door', v_table);
        EXCEPTION WHEN insufficient_privilege THEN
            NULL; -- another administrator made it; `server status` tells
        END;
    END LOOP;
END
$$;
