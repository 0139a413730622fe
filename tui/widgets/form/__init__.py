"""Forms: what a schema asks for, as rows a person fills in. Judged by the engine while they are typed."""
